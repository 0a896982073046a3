/// A message that came in, checked and taken apart.
package struct IncomingMessage: Sendable, Equatable {
  /// Who asked, and the routers between; a reply carries them back in this order.
  package var identities: [[UInt8]]
  package var header: MessageHeader
  /// The header as its bytes came: a reply's `parent_header`, with the fields that we don't know.
  package var serializedHeader: [UInt8]
  package var parentHeader: [UInt8]
  package var metadata: [UInt8]
  package var content: [UInt8]
  package var buffers: [[UInt8]]

  /// Takes the frames of a message apart.
  package init(frames: [[UInt8]], signer: MessageSigner) throws(FrameError) {
    guard let delimiter = frames.firstIndex(of: Self.delimiter) else {
      throw .missingDelimiter
    }
    let body = frames[(delimiter + 1)...]
    guard body.count >= 5 else { throw .missingParts(found: body.count) }
    let parts = Array(body.dropFirst().prefix(4))
    guard signer.isValid(frames[delimiter + 1], for: parts) else { throw .wrongSignature }
    for (name, part) in zip(Part.allCases, parts) where !JSONCoding.isObject(part) {
      throw .notAnObject(name)
    }
    guard let header = try? JSONCoding.decode(MessageHeader.self, from: parts[0]) else {
      throw .incompleteHeader
    }
    self.header = header
    identities = Array(frames[..<delimiter])
    serializedHeader = parts[0]
    parentHeader = parts[1]
    metadata = parts[2]
    content = parts[3]
    buffers = Array(body.dropFirst(5))
  }

  /// What stands between the addresses and the message.
  package static let delimiter = Array("<IDS|MSG>".utf8)

  /// The four signed dictionaries, in their order.
  package enum Part: String, Sendable, CaseIterable {
    case header
    case parentHeader = "parent_header"
    case metadata
    case content
  }
}

/// Why the frames that came in are no message of ours; such frames get no answer.
package enum FrameError: Error, Equatable, Sendable {
  case missingDelimiter
  /// After the delimiter come a signature and four dictionaries.
  case missingParts(found: Int)
  case wrongSignature
  case notAnObject(IncomingMessage.Part)
  /// No text as `msg_id` or `msg_type`.
  case incompleteHeader
}

extension FrameError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missingDelimiter: "it has no delimiter '<IDS|MSG>'"
    case .missingParts(let found): "it has \(found) of the 5 frames that follow the delimiter"
    case .wrongSignature: "its signature is not that of its content and our key"
    case .notAnObject(let part): "its '\(part.rawValue)' is not a JSON object"
    case .incompleteHeader: "its header has no text as 'msg_id' or 'msg_type'"
    }
  }
}
