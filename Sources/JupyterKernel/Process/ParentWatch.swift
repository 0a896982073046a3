import Glibc

/// Notices that the process which started the kernel is gone, so that no kernel is left behind.
struct ParentWatch {
  // Linux could send a signal instead, but it does so when the *thread* that started us ends, and
  // servers start kernels from threads that come and go. A look a second costs nothing.
  static let interval = Duration.seconds(1)

  private let parent = getppid()
  private let manager: pid_t?

  /// Watches the parent, and the manager that `JPY_PARENT_PID` names where it is another process.
  ///
  /// Without `JPY_PARENT_PID` nobody asked for this: a kernel started by hand outlives its shell.
  init?(managerVariable: String?) {
    guard let text = managerVariable, let manager = pid_t(text), manager > 1 else { return nil }
    // A manager in another container has a number that means nothing here.
    self.manager = manager != parent && kill(manager, 0) == 0 ? manager : nil
  }

  /// Whether the kernel should end.
  var isParentGone: Bool {
    // A new parent need not be process 1: containers and sessions have collectors of their own.
    if getppid() != parent { return true }
    guard let manager else { return false }
    return kill(manager, 0) != 0 && errno == ESRCH
  }
}
