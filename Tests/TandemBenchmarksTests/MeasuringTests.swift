import Testing

@testable import TandemBenchmarks

@Suite struct MeasuringTests {
  @Test func `the median is the middle one of the steps, the mean that of all`() {
    let times = StepTimes([.milliseconds(3), .milliseconds(1), .milliseconds(20)])
    #expect(times.median == 3)
    #expect(times.mean == 8)
    #expect(times.count == 3)
  }

  @Test func `steps that are counted come after three that are not`() {
    var count = 0
    let samples = BenchmarkLength(time: .zero, stepCount: 7).run { count += 1 }
    #expect(samples.count == 7)
    #expect(count == 10)
  }

  @Test func `a benchmark without time does some steps all the same`() {
    #expect(BenchmarkLength(time: .zero, stepCount: nil).run {}.count == 5)
  }

  @Test func `a line has its members in order, numbers rounded`() {
    var line = JSONLine()
    line.add("workload", "digits_hps")
    line.add("ms_per_step", 0.123456, digits: 3)
    line.add("steps", 1000)
    #expect(line.text == #"{"workload": "digits_hps", "ms_per_step": 0.123, "steps": 1000}"#)
  }

  @Test(
    "numbers in tables",
    arguments: [
      (0.0, 2, "0.00"), (1.995, 2, "2.00"), (-0.3, 0, "0"), (12.5, 1, "12.5"), (-1.25, 1, "-1.3"),
    ])
  func fixed(number: Double, digits: Int, text: String) {
    #expect(number.fixed(digits) == text)
  }

  @Test func `a program answers line by line, and tells how it ended`() throws {
    let echo = try ChildProcess("/bin/cat", [], isAnswering: true)
    #expect(echo.ask("one") == "one")
    #expect(echo.ask("two") == "two")
    try echo.finish()
    let variable = try ChildProcess(
      "/bin/sh", ["-c", "echo $TANDEM_TEST; exit 3"], environment: ["TANDEM_TEST": "here"],
      isAnswering: true)
    #expect(variable.answer() == "here")
    #expect(throws: ChildProcess.Failure.self) { try variable.finish() }
    #expect(throws: ChildProcess.Failure.self) { try ChildProcess("/no/such/program", []) }
  }

  @Test("allocations are counted while someone counts", .enabled(if: AllocationCount.isAvailable))
  func allocations() {
    var numbers: [Int] = []
    let count = AllocationCount(of: 3) {
      for number in 0..<Int.random(in: 100...200) { numbers.append(number) }
    }
    var line = JSONLine()
    count.describe(in: &line)
    #expect(numbers.count >= 300)
    #expect(!line.text.hasPrefix(#"{"allocations": 0,"#))
  }
}
