import TandemCatalog
import TandemTensors
import Testing

@testable import TandemLearning

/// What methods do where two of their promises meet.
@Suite struct MethodEdgeTests {
  private let rows = [[3.0, 0.7, 0.1], [-2, 1.3, 0.6]]

  @Test func `methods ask for losses exactly where they look at them`() throws {
    func looksAtLosses(_ name: String, _ normalization: String) throws -> Bool {
      let choice = try WeightingChoiceTests.choice(
        name, [("normalization", .text(normalization))])
      return choice.needs.contains(.losses)
    }
    #expect(try looksAtLosses("mgda", "loss") && looksAtLosses("mgda", "loss_plus"))
    #expect(try !looksAtLosses("mgda", "none") && !looksAtLosses("mgda", "l2"))
    #expect(try looksAtLosses("moco", "loss"))
    #expect(try !looksAtLosses("moco", "none"))
  }

  @Test func `cr_mogm averages what the tasks' own parts take too`() throws {
    let inner = try WeightingChoiceTests.choice("auto_lambda", [("rate", .number(0.3))])
    let averaged = try WeightingChoiceTests.choice("cr_mogm", [("method", .object(inner))])
    guard var method = averaged.gradientMethod else { return #expect(Bool(false)) }
    let probe = QuadraticProbe(taskCount: 3, seed: 4)
    var context = MethodContext(generator: Generator(seed: 1), probe: probe)
    var seen: [[Double]] = []
    for _ in 0..<3 {
      let answer = try method.combine(probe.step(), in: &context)
      #expect(answer.ownFactors == answer.weights)
      seen.append(answer.weights)
    }
    #expect(seen[0] != seen[2])
  }

  @Test func `moml's weights rest where the validation losses ask for opposite things`() throws {
    var method = try MultiObjectiveMetaLearning.byDefault()
    var generator = Generator(seed: 2)
    func uniform() -> Double { Double(generator.nextUniform()) }
    for _ in 0..<20 {
      method.memory = MethodMemory()
      let rows = [[1 + uniform(), uniform()], [-uniform(), 1 + uniform()]]
      var context = MethodContext(generator: Generator(seed: 1), probe: FixedProbe(rows: rows))
      for _ in 0..<5 {
        let weights = try method.combine(TaskGradients(rows: rows), in: &context).weights
        #expect(weights == [0.5, 0.5], "\(rows)")
      }
    }
  }

  @Test func `norm_balance takes the length of the run's first task, not of the step's`() throws {
    var method = try NormBalance.made(with: ["to": .text("first")])
    var context = MethodContext(generator: Generator(seed: 1))
    var gradients = TaskGradients(rows: [[3.0, 4], [0, 1]])
    #expect(method.combine(gradients, in: &context).weights == [1, 5])
    // The run's first task is not in this step: the mean length, 3.
    gradients.signals = StepSignals(
      tasks: ["b", "c"], indices: [1, 2], runTaskCount: 3, losses: [1, 1])
    #expect(method.combine(gradients, in: &context).weights == [0.6, 3])
  }

  @Test(
    "a method that names a task is written with the task's name, as a file can hold it",
    arguments: [
      ("gem", "task"), ("agem", "task"), ("pcd", "primary"), ("metabalance", "target"),
      ("auto_lambda", "primary"),
    ])
  func namedTask(name: String, argument: String) throws {
    let choice = try WeightingChoiceTests.choice(name, [(argument, .object(InkTask()))])
    #expect(choice.sourceText == "\(name)(\(argument): \"ink\")")
    #expect(choice.gradientMethod?.namedTasks == ["ink"])
  }

  @Test func `a list of tasks is written with their names too`() throws {
    let list = Value.list([.object(InkTask()), .text("digit")])
    let choice = try WeightingChoiceTests.choice("auto_lambda", [("primary", list)])
    #expect(choice.sourceText == "auto_lambda(primary: [\"ink\", \"digit\"])")
    #expect(choice.gradientMethod?.namedTasks == ["ink", "digit"])
  }
}

/// A task as far as methods look at one.
private struct InkTask: NamedTask {
  let name = "ink"
  var kind: ValueKind { .task }
  var sourceText: String { "regress(digits.pixels.mean)" }
  var origin: ValueOrigin?
}
