/// Whether the kernel works on the request that it names as parent.
package struct Status: Publication, Equatable {
  package static let type = MessageType.status
  package var executionState: State

  package enum State: String, Encodable, Sendable {
    case starting, busy, idle
  }

  package init(_ state: State) { executionState = state }

  private enum CodingKeys: String, CodingKey { case executionState = "execution_state" }
}

/// Greets whoever subscribes: from here on nothing is missed.
package struct Welcome: Publication, Equatable {
  package static let type = MessageType.iopubWelcome
  package var subscription: String

  package init(subscription: String) { self.subscription = subscription }
}
