/** What the desk's pages look like beyond the frame that all pages share: wide, dense, for people who sit here all day. */
export const deskStyle = `
.desk main { max-width: 76rem; padding: 1.25rem 1.25rem 4rem; } .desk main:focus { outline: none; }
.skip { position: absolute; left: .5rem; top: -4rem; background: var(--paper); padding: .6rem 1rem; border-radius: 0 0 .5rem .5rem; z-index: 1; } .skip:focus { top: 0; }
.top { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.5rem; padding: .6rem 1.25rem; background: var(--paper); border-bottom: 1px solid var(--line); }
.top p { margin: 0; } .brand { font-weight: 700; } .top nav ul { display: flex; flex-wrap: wrap; gap: .25rem; list-style: none; margin: 0; padding: 0; }
.top nav a { display: block; padding: .5rem .75rem; border-radius: .5rem; text-decoration: none; color: var(--ink); } .top nav a:hover { text-decoration: underline; }
.top nav a[aria-current] { font-weight: 650; box-shadow: inset 0 -.2rem 0 var(--accent); border-radius: .5rem .5rem 0 0; }
.top .out { margin-left: auto; display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .75rem; color: var(--soft); }
button.quiet { background: none; color: var(--accent); padding: .5rem .6rem; text-decoration: underline; font-weight: 400; }
.filters { display: flex; flex-wrap: wrap; align-items: end; gap: .5rem 1rem; margin: 0 0 1rem; } .field { display: flex; flex-direction: column; flex: 0 1 auto; min-width: 0; } .field label { font-weight: 600; font-size: .9rem; }
select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: .5rem; min-height: 2.75rem; padding: .4rem .6rem; max-width: 100%; } select:focus-visible { outline: .2rem solid var(--ink); outline-offset: .15rem; }
.list { width: 100%; border-collapse: collapse; background: var(--paper); border: 1px solid var(--line); } .list caption { text-align: left; font-weight: 600; padding: 0 0 .5rem; }
.list th, .list td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-top: 1px solid var(--line); line-height: 1.4; } .list thead th { font-size: .9rem; color: var(--soft); }
.list tbody th { font-weight: 400; max-width: 26rem; } .broken { color: var(--warn); } .pager { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: 1rem 0 0; }
.desk main > section { margin: 0 0 1.25rem; padding: 1.1rem 1.25rem; } .desk section h2 { margin-top: 0; } .desk .facts { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: .5rem 1.25rem; } .desk .facts div:first-child { border-top: 0; }
.deed { display: inline-block; padding: .6rem 1rem; margin: 0 .5rem .5rem 0; border: 1px solid var(--edge); border-radius: .5rem; font-weight: 600; } .mark { border: 1px solid var(--edge); border-radius: .35rem; padding: .1rem .5rem; font-size: .9rem; }
.talk > li.note { border-left: .25rem solid var(--warn); } iframe { width: 100%; height: 26rem; border: 1px solid var(--edge); border-radius: .4rem; background: #fff; resize: vertical; } iframe.low { height: 12rem; } iframe:focus-visible { outline: .2rem solid var(--ink); }
@media (max-width: 48rem) { .list, .list tbody, .list tr, .list th, .list td { display: block; max-width: none; } .list thead { position: absolute; left: -100vw; } .list { border: 0; background: none; }
 .list caption { display: block; } .list tr { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; margin: 0 0 .75rem; padding: .5rem 0; } .list th, .list td { border: 0; padding: .25rem .9rem; }
 .list td { display: grid; grid-template-columns: 5rem 1fr; gap: 0 .5rem; } .list td:empty { display: none; } .list td::before { content: attr(data-label); color: var(--soft); font-size: .9rem; grid-row: 1 / span 3; } .list td > * { grid-column: 2; } .list td > br { display: none; } }
.desk main > form + p { margin-top: 1.25rem; }
@media (max-width: 30rem) { .desk main { padding: 1rem .75rem 3rem; } .desk main > section { padding: .9rem .8rem; } .desk .facts { padding: .4rem .8rem; } .desk .list th, .desk .list td { padding: .25rem .7rem; } }
`;
