/// Does the pieces of a job, whose context lies on this thread's stack, on all cores that are free.
///
/// The work must be cut by its own size, never by the number of threads, and results be combined in
/// order afterwards: then the numbers do not depend on how many threads there are. Pieces may run at
/// the same time and in any order. Called inside another `parallelFor`, or beside one on another
/// thread, it does the work alone. Allocates nothing: a closure with captures would be allocated.
/// - Parameters:
///   - count: How many pieces there are; each should be worth some ten microseconds.
///   - context: What the pieces are of.
///   - body: Does the piece with an index, given where the context lies.
@inline(__always)
package func parallelFor<Context>(
  _ count: Int, of context: Context, _ body: WorkerPool.Job.Body
) {
  withUnsafePointer(to: context) { context in
    let context = UnsafeRawPointer(context)
    if count == 1 {
      body(context, 0)
    } else if count > 1 {
      WorkerPool.shared.run(.init(count: count, context: context, body: body))
    }
  }
}
