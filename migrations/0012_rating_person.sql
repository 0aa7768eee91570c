-- A person who is erased changes their name in ratings and in their history at once.
alter table rating_history drop constraint rating_history_message_id_person_fkey;
alter table rating_history add foreign key (message_id, person) references rating on update cascade;
