import FoundationEssentials
import Synchronization

/// Writes the messages of one kernel process: it holds what their headers have in common.
package final class MessageComposer: Sendable {
  /// The version of the protocol that we speak.
  package static let protocolVersion = "5.5"

  /// One name per process life: after a restart, clients see another.
  package let session: String
  private let userName: String
  private let messageCount = Atomic<Int>(0)

  /// Starts a session with a name that no other process has.
  package init(userName: String = "kernel") {
    session = UUID().uuidString.lowercased()
    self.userName = userName
  }

  /// Writes a message that follows from a request, or from none.
  package func compose(
    _ content: some Encodable, as type: MessageType, on channel: Channel, to address: [[UInt8]],
    after parent: IncomingMessage?, metadata: some Encodable = [String: String]()
  ) -> OutgoingMessage {
    OutgoingMessage(
      channel: channel, address: address, type: type, header: serialize(header(of: type)),
      parentHeader: parent?.serializedHeader ?? JSONCoding.emptyObject,
      metadata: serialize(metadata), content: serialize(content))
  }

  /// Writes what all clients hear.
  ///
  /// The topic ends in the message's type, as clients may filter by it.
  package func compose<Content: Publication>(
    publication content: Content, after parent: IncomingMessage?,
    metadata: some Encodable = [String: String]()
  ) -> OutgoingMessage {
    let topic = "kernel.\(session).\(Content.type.name)"
    return compose(
      content, as: Content.type, on: .iopub, to: [Array(topic.utf8)], after: parent,
      metadata: metadata)
  }

  private func header(of type: MessageType) -> MessageHeader {
    let number = messageCount.add(1, ordering: .relaxed).newValue
    return MessageHeader(
      id: "\(session)_\(number)", session: session, userName: userName, type: type,
      date: timestamp(), version: Self.protocolVersion)
  }

  private func serialize(_ value: some Encodable) -> [UInt8] {
    guard let text = try? JSONCoding.encode(value) else {
      preconditionFailure("our own messages hold only texts, whole numbers and JSON values")
    }
    return text
  }
}

/// The content of a message that goes to every client.
package protocol Publication: Encodable, Sendable {
  static var type: MessageType { get }
}
