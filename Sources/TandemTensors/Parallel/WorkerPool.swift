internal import CVectorKernels
internal import Glibc
internal import Synchronization

/// Threads that help the one that computes: as many as there are further cores, asleep when idle.
///
/// `@unchecked Sendable`: `job`, `activeCount` and `generation` are changed under `lock` alone, `next`
/// by anyone; the last three are atomic. A job's context lies on the stack of the thread that runs it, which does not return
/// before every helper has left the job.
package final class WorkerPool: @unchecked Sendable {
  /// Pieces of work, as plain pointers, so that handing them over allocates nothing.
  package struct Job {
    package typealias Body = @convention(c) (UnsafeRawPointer, Int) -> Void
    var count: Int
    var context: UnsafeRawPointer
    var body: Body

    package init(count: Int, context: UnsafeRawPointer, body: @escaping Body) {
      self.count = count
      self.context = context
      self.body = body
    }
  }

  static let shared = WorkerPool(helperCount: EngineThreads.count - 1)

  /// Threads beside the one that calls.
  let helperCount: Int

  private let lock = Signal()
  private var job: Job?
  /// Helpers that are at the job.
  private let activeCount = Atomic<Int>(0)
  private let next = Atomic<Int>(0)
  /// Counts jobs, so that a helper that still waits actively sees a new one without the lock.
  private let generation = Atomic<Int>(0)

  /// How often a thread looks for what it waits for before it sleeps, some ten microseconds: operations
  /// follow each other closely within a step, but other programs use the cores too.
  private static let lookCount = 400

  package init(helperCount: Int) {
    self.helperCount = max(helperCount, 0)
    for _ in 0..<self.helperCount { startHelper() }
  }

  /// Does all pieces of a job, with the helpers unless they are at another one.
  package func run(_ job: Job) {
    guard helperCount > 0, begin(job) else {
      for index in 0..<job.count { job.body(job.context, index) }
      return
    }
    work(at: job)
    end()
  }

  private func begin(_ job: Job) -> Bool {
    lock.lock()
    defer { lock.unlock() }
    guard self.job == nil, activeCount.load(ordering: .relaxed) == 0 else { return false }
    self.job = job
    next.store(0, ordering: .relaxed)
    generation.add(1, ordering: .releasing)
    lock.wakeAll()
    return true
  }

  private func end() {
    lock.lock()
    // From here on nobody joins; who has joined is waited for.
    job = nil
    lock.unlock()
    let isFree = look { activeCount.load(ordering: .acquiring) == 0 }
    if isFree { return }
    lock.lock()
    while activeCount.load(ordering: .acquiring) > 0 { lock.wait() }
    lock.unlock()
  }

  /// Waits actively, for a short time.
  /// - Parameter condition: What is waited for.
  /// - Returns: Whether it came true.
  private func look(for condition: () -> Bool) -> Bool {
    for _ in 0..<Self.lookCount {
      if condition() { return true }
      vk_pause()
    }
    return false
  }

  private func work(at job: Job) {
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      if index >= job.count { return }
      job.body(job.context, index)
    }
  }

  private func help() {
    var seen = 0
    while true {
      _ = look { generation.load(ordering: .acquiring) != seen }
      lock.lock()
      while generation.load(ordering: .relaxed) == seen { lock.wait() }
      seen = generation.load(ordering: .relaxed)
      guard let job else {
        lock.unlock()
        continue
      }
      activeCount.add(1, ordering: .relaxed)
      lock.unlock()
      work(at: job)
      lock.lock()
      if activeCount.subtract(1, ordering: .releasing).newValue == 0 { lock.wakeAll() }
      lock.unlock()
    }
  }

  private func startHelper() {
    var thread = pthread_t()
    // A helper never ends, and keeps its pool as long.
    let pool = Unmanaged.passRetained(self).toOpaque()
    let failed = pthread_create(
      &thread, nil,
      { pool in
        // Signals are the business of the program's own threads.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        if let pool { Unmanaged<WorkerPool>.fromOpaque(pool).takeUnretainedValue().help() }
        return nil
      }, pool)
    if failed == 0 { pthread_detach(thread) }
  }
}

/// A lock and a condition to wait for, of the system's own kind.
private struct Signal: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  func lock() { pthread_mutex_lock(mutex) }
  func unlock() { pthread_mutex_unlock(mutex) }
  func wait() { pthread_cond_wait(condition, mutex) }
  func wakeAll() { pthread_cond_broadcast(condition) }
}
