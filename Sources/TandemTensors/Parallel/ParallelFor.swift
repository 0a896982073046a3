/// Does `body` for each index below `count`, on all cores that are free.
///
/// The work must be cut by its own size, never by the number of threads, and results be combined in
/// order afterwards: then the numbers do not depend on how many threads there are. Called inside
/// another `parallelFor`, or beside one on another thread, it does the work alone.
/// - Parameters:
///   - count: How many pieces there are; each should be worth some ten microseconds.
///   - body: Does the piece with an index; pieces may run at the same time and in any order.
package func parallelFor(_ count: Int, _ body: (Int) -> Void) {
  guard count > 1 else {
    if count == 1 { body(0) }
    return
  }
  withoutActuallyEscaping(body) { body in
    withUnsafePointer(to: body) { pointer in
      let job = WorkerPool.Job(count: count, context: UnsafeRawPointer(pointer)) { context, index in
        context.assumingMemoryBound(to: ((Int) -> Void).self).pointee(index)
      }
      WorkerPool.shared.run(job)
    }
  }
}
