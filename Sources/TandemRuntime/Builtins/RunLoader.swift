import TandemCatalog
import TandemData
import TandemDiagnostics
import TandemLanguage
import TandemLearning
import TandemNetworks
import TandemTensors

/// Makes a run of what a file holds: evaluates the texts of its methods in a scope of their own.
///
/// The scope has no functions that act on a session or read files: a file cannot do anything.
struct RunLoader {
  let archive: RunArchive
  let path: String
  /// Ends the work: a text may ask for any amount of it.
  let interrupt: InterruptFlag

  func run() throws -> Run {
    let tasks = try archive.tasks.map { archived in
      let targets = archived.targets.map { Value.object($0) }
      let target = targets.count == 1 ? targets[0] : .list(targets)
      return try object(
        archived.source, names: [RunArchive.targetName: target], as: LearningTask.self)
    }
    return archive.makeRun(
      architecture: try object(archive.architecture, as: (any Architecture).self),
      weighting: try object(archive.weighting, as: WeightingChoice.self),
      optimizer: try object(archive.optimizer, as: (any Optimizer).self),
      schedule: try object(archive.schedule, as: (any Schedule).self),
      stop: try archive.stop.map { try object($0, as: (any StopRule).self) }, tasks: tasks)
  }

  /// The object that a text makes.
  private func object<Object>(_ text: String, names: [String: Value] = [:], as type: Object.Type)
    throws -> Object
  {
    let context = CellContext(
      output: DiscardedOutput(), interrupt: interrupt, renderer: Renderer(), isSilent: true,
      allowsInput: false)
    let interpreter = Interpreter(library: .methods, context: context)
    interpreter.names = names
    let source = SourceText(cell: 0, text: text)
    let cell = Parser.parse(source)
    guard cell.diagnostics.isEmpty, cell.statements.count == 1,
      case .expression(let expression) = cell.statements[0]
    else { throw unreadable("'\(text)' is not one value") }
    do {
      let value = try interpreter.weighting(expression, in: .top)
      guard case .object(let object) = value, let wanted = object as? Object else {
        throw unreadable("'\(text)' is \(value.kind.phrase)")
      }
      return wanted
    } catch let error as Diagnostic {
      throw unreadable("'\(text)': \(error.message)")
    }
  }

  private func unreadable(_ reason: String) -> TrainingError {
    .unreadableFile(path: path, reason: reason)
  }
}
