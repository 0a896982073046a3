public import TandemCatalog
public import TandemNetworks
public import TandemTensors

/// A way of sharing parameters between tasks: a template until it is bound to tasks and shapes.
public protocol Architecture: CatalogMethod {
  /// The tasks that the template names, as `heads: [ink: …]` does; the trainer checks them.
  ///
  /// `bind` passes over those that it is not given: a task is also trained alone, as a baseline.
  var namedTasks: [String] { get }

  /// The parts that the network will have, for the diagram of the template.
  var outline: [OutlinePart] { get }

  /// Makes the network.
  /// - Parameters:
  ///   - tasks: The tasks, with the shape of a row of their inputs and the size of their output.
  ///   - generator: Draws the first weights.
  /// - Returns: The network.
  /// - Throws: `LayerBindingError`, or `ArchitectureError` where the tasks do not fit together.
  func bind(to tasks: [TaskPort], using generator: inout Generator) throws -> any Network
}

extension Architecture {
  public var namedTasks: [String] { [] }
}

/// What a network has to know of a task.
public struct TaskPort: Sendable, Equatable {
  public var name: String
  /// The shape of one row of the task's inputs.
  public var inputShape: Shape
  public var outputSize: Int

  /// Creates a port.
  public init(name: String, inputShape: Shape, outputSize: Int) {
    self.name = name
    self.inputShape = inputShape
    self.outputSize = outputSize
  }
}

/// Tasks that an architecture cannot bring together.
public enum ArchitectureError: Error, Equatable {
  /// A shared part gets rows of two shapes.
  case unequalInputs(part: String, first: TaskPort, second: TaskPort)
  /// `heads:` names a task that is not in the run.
  case unknownHead(String, tasks: [String])
  /// A part gives no row of numbers that an output layer could take.
  case unsuitableOutput(part: String, shape: Shape)
}

/// A bound architecture.
public protocol Network: AnyObject {
  /// The named parts, in the order of their parameters: shared ones first.
  var parts: [NetworkPart] { get }

  /// Multiplications and additions for one row of every task.
  var floatingPointOperations: Int { get }

  /// Computes outputs for tasks that see the same rows.
  ///
  /// Called once for each group of tasks with the same input columns; shared layers are applied once.
  /// - Parameters:
  ///   - tasks: Indices into the tasks that the network was bound to.
  ///   - input: A batch of rows of those tasks' inputs.
  ///   - context: The forward pass.
  /// - Returns: An output `[rows, outputSize]` for each of `tasks`, and the shared representation.
  /// - Throws: `ShapeError` where the input does not fit.
  func outputs(for tasks: [Int], of input: Tensor, in context: inout ForwardContext) throws
    -> NetworkOutputs
}

/// What a network computes for a batch.
public struct NetworkOutputs {
  /// One for each task asked for, in that order.
  public var outputs: [Tensor]
  /// The shared representation: what the shared part gives, each tensor `[rows, …]`.
  ///
  /// A cut through the network: every parameter that several tasks share acts on the outputs through
  /// these tensors alone, and none of them is computed from another. Empty if nothing is shared.
  public var cut: [Tensor]
  /// A number that is added to the loss (orthogonality, soft sharing), if the architecture has one.
  public var penalty: Tensor?

  /// Creates a network's result.
  public init(outputs: [Tensor], cut: [Tensor] = [], penalty: Tensor? = nil) {
    self.outputs = outputs
    self.cut = cut
    self.penalty = penalty
  }
}

/// A part of a network by name, as `encoder`, `experts[2]` or `heads.digit`.
public struct NetworkPart {
  public var name: String
  /// The tasks whose output depends on the part; gradient methods act on parts that several use.
  public var tasks: [Int]
  public var layers: BoundSequence
  /// Parts that this part's input comes from, for diagrams; empty for the network's input.
  public var inputs: [String]

  /// Creates a part.
  public init(name: String, tasks: [Int], layers: BoundSequence, inputs: [String] = []) {
    self.name = name
    self.tasks = tasks
    self.layers = layers
    self.inputs = inputs
  }

  public var isShared: Bool { tasks.count > 1 }
}
