/// A message that is ready to be signed and sent.
package struct OutgoingMessage: Sendable, Equatable {
  package var channel: Channel
  /// Where it goes: the identities of the request, or the topic of a publication.
  package var address: [[UInt8]]
  package var type: MessageType
  package var header: [UInt8]
  package var parentHeader: [UInt8]
  package var metadata: [UInt8]
  package var content: [UInt8]

  package init(
    channel: Channel, address: [[UInt8]], type: MessageType, header: [UInt8],
    parentHeader: [UInt8], metadata: [UInt8], content: [UInt8]
  ) {
    self.channel = channel
    self.address = address
    self.type = type
    self.header = header
    self.parentHeader = parentHeader
    self.metadata = metadata
    self.content = content
  }

  /// The frames as they go over the wire.
  package func frames(signedBy signer: MessageSigner) -> [[UInt8]] {
    let parts = [header, parentHeader, metadata, content]
    return address + [IncomingMessage.delimiter, signer.signature(of: parts)] + parts
  }
}

/// The five connections of a kernel; heartbeats carry no messages.
package enum Channel: String, Sendable, CaseIterable {
  case shell, control, stdin, iopub, heartbeat
}
