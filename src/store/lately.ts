/** What has come on one ticket of late, counted from its own history. */
import type { Tx } from "../io/postgres.ts";

/** Of a customer's mails on a ticket before the instant `at`. */
export async function countReplies(
  tx: Tx,
  ticketId: number,
  from: string,
  at: Date,
): Promise<{ received: number; reopened: number; isReopenTold: boolean; isNoticeTold: boolean }> {
  const { rows } = await tx.query<{
    received: number;
    reopened: number;
    isReopenTold: boolean;
    isNoticeTold: boolean;
  }>(
    {
      name: "count replies",
      text: `select count(*) filter (where type = 'received' and actor = $2 and at > $3::timestamptz - interval '1 hour')::int as received,
               count(*) filter (where type = 'statusChanged' and reason = 'customerReplied' and data->>'to' = 'open'
                                  and data->>'from' in ('solved', 'closed'))::int as reopened,
               coalesce(bool_or(type = 'reopenWithheld'), false) as "isReopenTold",
               coalesce(bool_or(type = 'noticeWithheld' and actor = $2 and at > $3::timestamptz - interval '1 hour'), false)
                 as "isNoticeTold"
             from event where ticket_id = $1 and at > $3::timestamptz - interval '1 day'`,
    },
    [ticketId, from, at],
  );
  const counts = rows[0];
  if (!counts) throw new Error("the count of replies answered nothing");
  return counts;
}

/** Mails of an agent on a ticket that wait for their button, and what the agent answered there, since `after`. */
export async function agentsLately(
  tx: Tx,
  ticketId: number,
  agent: string,
  after: Date,
): Promise<{ heldBack: number; answers: string[] }> {
  const { rows } = await tx.query<{ heldBack: number; answers: string[] }>(
    {
      name: "agents lately",
      text: `select (select count(*)::int from raw_mail where disposition = 'quarantined' and reason = 'heldForApproval'
                       and ticket_id = $1 and sender = $2 and received_at > $3) as "heldBack",
               array(select left(visible, 4000) from message
                      where ticket_id = $1 and direction = 'out' and author_address = $2 and at > $3
                      order by id desc limit 20) as answers`,
    },
    [ticketId, agent, after],
  );
  return rows[0] ?? { heldBack: 0, answers: [] };
}
