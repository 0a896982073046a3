/// What stops the work of a cell between two steps; raised by another thread than the one that works.
package protocol InterruptSwitch: Sendable {
  var isRaised: Bool { get }
  func raise()
  func lower()
}
