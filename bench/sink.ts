/** The SMTP server of the benchmarks, in a process of its own: accepts everything, counts confirmations (mail to customers). */
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { SMTPServer } from "smtp-server";

let confirmations = 0;
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS", "AUTH"],
  logger: false,
  size: 100 * 1024 * 1024,
  onData(stream, session, answer) {
    stream.resume();
    stream.on("end", () => {
      if (session.envelope.rcptTo.some((to) => to.address.endsWith("@shop.example"))) confirmations++;
      answer(null, "2.0.0 taken");
    });
  },
});
smtp.on("error", () => {});
smtp.listen(0, "127.0.0.1");
await once(smtp.server, "listening");
const control = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("error", () => {});
  socket.on("data", (word) => {
    if (String(word) === "reset") confirmations = 0;
    socket.end(String(confirmations));
  });
});
control.listen(0, "127.0.0.1");
await once(control, "listening");
console.log(`${(smtp.server.address() as AddressInfo).port} ${(control.address() as AddressInfo).port}`);
