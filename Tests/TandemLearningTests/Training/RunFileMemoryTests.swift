import Foundation
import TandemCatalog
import TandemData
import TandemNetworks
import TandemTensors
import Testing

@testable import TandemLearning

/// What methods remember, in the files of runs.
@Suite struct RunFileMemoryTests {
  @Test("vectors are arrays of a file, not text")
  func arrays() throws {
    var run = try TrainingCases.train(TrainingCases.settings(epochs: 1))
    let rows = (0..<500).map { Double($0) / 7 }
    run.state.weightingMemory = MethodMemory(["a": [.infinity, -0.0, 1 / 3], "none": []])
    run.state.gradientMethodMemory = MethodMemory(["rows": rows])
    let file = try Safetensors(RunFile.encode(run).encoded())
    #expect(file.arrays["gradients.memory.rows"]?.numbers == .doubles(rows))
    #expect(file.metadata["numbers"]?.contains("71.28571428571429") == false)
    let state = try RunFile.archive(file).numbers.state
    #expect(state.weightingMemory == run.state.weightingMemory)
    #expect(state.gradientMethodMemory == run.state.gradientMethodMemory)
  }

  @Test(
    "a file from before, with the vectors in its text and without notes, goes on as it would have")
  func older() throws {
    let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let path = here.appending(path: "../../Reference/run-memory-in-json.safetensors").path
    let archive = try RunFile.read(path)
    let state = archive.numbers.state
    #expect(
      state.weightingMemory == MethodMemory(["average": [0.1, -2e300, .infinity], "none": []]))
    #expect(
      state.gradientMethodMemory
        == MethodMemory(["rows": [1.0 / 3, Double.leastNonzeroMagnitude, -0.0, 7]]))
    #expect(state.notes == [])
    let tasks = try archive.tasks.map { task in
      try TrainingCases.task(String(task.source.prefix { $0 != "(" }), task.targets.first)
    }
    let run = archive.makeRun(
      architecture: try TrainingCases.hard(TrainingCases.layers("dense 2", "tanh")),
      weighting: try TrainingResumeTests.weighting("uncertainty + pcgrad"),
      optimizer: try TrainingCases.make(Optimizers.all, "adam", [(nil, .number(0.01))]),
      schedule: try TrainingCases.make(Schedules.all, "constant"), stop: nil, tasks: tasks)
    let resumed = try Trainer.resume(run, epochs: 1, interrupt: InterruptFlag())
    // What the version that wrote the file made of it.
    let wanted: [UInt32] = [
      1030843004, 1043554566, 3181367568, 3200006260, 3174286426, 3180439224, 1039005524,
      3191058506, 3192069754, 1047334179, 1030255230, 1030220674, 3161685525, 3196467856,
      3198941127, 1058471714, 3175423434, 1027939786, 1050624442, 1049014194, 1029986025,
      1030909048, 1029352222,
    ]
    expectClose(
      resumed.state.parameters.map(Double.init),
      wanted.map { Double(Float(bitPattern: $0)) }, tolerance: 1e-5)
  }
}
