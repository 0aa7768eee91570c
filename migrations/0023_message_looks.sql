-- Whether a mail came with HTML that can be shown on request; null for mails read before this was noted.
alter table message add column has_html boolean;
