// What the page about the CTI API says beside its tables.

export const nccWords = {
  wire: `A CTI module connects by WebSocket, offers the sub-protocol \`nauphone-cti-protocol\`, and sends JSON texts: commands with a \`rid\` of its
own, each of which is answered once, by \`Ok\`, by the data asked for, or by \`Error\`. The first command is \`SetProtocolVersion\` with version 13; nothing
is accepted or told before it has succeeded. After \`AttachToUser\` the module is told what happens at that user's telephone and may steer it. The
API authenticates nobody: it belongs into a network that is trusted, and both ends here keep to loopback until they are told otherwise.

Both ends are here: Cordboard's door (\`ncc.enabled\`, port 8098) and the middleware's client, which also speaks with the vendor's server. The client is
lenient: it keeps unknown events, unknown fields, and ids in the type in which they came.`,
  commands: `Every command carries \`name\`, \`rid\` and, but for those of the connection, \`login\`. The middleware relays what can be confined to the user
who is logged in; it sets \`login\` and \`rid\` itself.`,
  events:
    'The answer to a command may come before or behind the events that it causes; `SetCallParam` and `SetLocalParam` are answered behind theirs.',
  states: `Absences (\`away\`, \`dnd\`, \`custom1\` to \`custom3\`) exclude each other and are shown before all else; what else holds stands in \`substates\`.`,
} as const;
