/** What the desk's pages look like beyond the frame that all pages share: wide, dense, for people who sit here all day. */
export const deskStyle = `
.desk main { max-width: 76rem; padding: 1.25rem 1.25rem 4rem; } .desk main:focus { outline: none; }
.skip { position: absolute; left: .5rem; top: -4rem; background: var(--paper); padding: .6rem 1rem; border-radius: 0 0 .5rem .5rem; z-index: 1; } .skip:focus { top: 0; }
.top { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.5rem; padding: .6rem 1.25rem; background: var(--paper); border-bottom: 1px solid var(--line); }
.top p { margin: 0; } .brand { font-weight: 700; } .top nav ul { display: flex; flex-wrap: wrap; gap: .25rem; list-style: none; margin: 0; padding: 0; }
.top nav a { display: block; padding: .5rem .75rem; border-radius: .5rem; text-decoration: none; color: var(--ink); } .top nav a:hover { text-decoration: underline; }
.top nav a[aria-current] { font-weight: 650; box-shadow: inset 0 -.2rem 0 var(--accent); border-radius: .5rem .5rem 0 0; }
.out { margin-left: auto; display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .75rem; color: var(--soft); }
button.quiet { background: none; color: var(--accent); padding: .5rem .6rem; text-decoration: underline; font-weight: 400; }
`;
