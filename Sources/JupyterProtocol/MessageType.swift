/// The name of a message in the protocol, as `execute_request`.
package struct MessageType: Sendable, Hashable {
  package let name: String

  package init(_ name: String) { self.name = name }

  /// Whether whoever sends it waits for a reply.
  package var isRequest: Bool { name.hasSuffix("_request") }

  /// The message that answers this one: `execute_reply` for `execute_request`.
  package var reply: MessageType {
    let suffix = "_request"
    let stem = name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
    return MessageType(stem + "_reply")
  }
}

/// What a client asks.
extension MessageType {
  package static let kernelInfo = Self("kernel_info_request")
  package static let execute = Self("execute_request")
  package static let complete = Self("complete_request")
  package static let inspect = Self("inspect_request")
  package static let isComplete = Self("is_complete_request")
  package static let history = Self("history_request")
  package static let commInfo = Self("comm_info_request")
  package static let connect = Self("connect_request")
  package static let interrupt = Self("interrupt_request")
  package static let shutdown = Self("shutdown_request")
  package static let commOpen = Self("comm_open")
  package static let commMessage = Self("comm_msg")
  package static let commClose = Self("comm_close")
  package static let inputReply = Self("input_reply")
}

/// What a kernel says without being asked.
extension MessageType {
  package static let status = Self("status")
  package static let stream = Self("stream")
  package static let executeInput = Self("execute_input")
  package static let executeResult = Self("execute_result")
  package static let displayData = Self("display_data")
  package static let updateDisplayData = Self("update_display_data")
  package static let clearOutput = Self("clear_output")
  package static let error = Self("error")
  package static let inputRequest = Self("input_request")
  package static let iopubWelcome = Self("iopub_welcome")
}
