import TandemCatalog
import TandemNetworks
import Testing

@Suite struct ScheduleTests {
  private func factors(_ schedule: any Schedule, steps: Range<Int>, perEpoch: Int = 10) -> [Double]
  {
    steps.map {
      schedule.factor(at: TrainingMoment(step: $0, stepsPerEpoch: perEpoch, epochs: 4))
    }
  }

  @Test(
    "every schedule begins, stays positive, and keeps its last value past the horizon",
    arguments: Schedules.all.map(\.descriptor))
  func laws(descriptor: MethodDescriptor) throws {
    let schedule = try Methods.schedule(descriptor.name, Methods.smallest(descriptor))
    let all = factors(schedule, steps: 0..<60)
    #expect(all[0] == 1)
    #expect(all.allSatisfy { $0 >= 0 && $0 <= 1 })
    #expect(all[40...].allSatisfy { $0 == all[39] })
    let empty = TrainingMoment(step: 0, stepsPerEpoch: 0, epochs: 0)
    #expect(schedule.factor(at: empty).isFinite)
  }

  @Test("a cosine falls from 1 to 0, after its warm-up")
  func cosine() throws {
    let plain = factors(try Methods.schedule("cosine"), steps: 0..<40)
    #expect(abs(plain[20] - 0.5) < 1e-12)
    #expect(zip(plain, plain.dropFirst()).allSatisfy { $0 > $1 })
    #expect(plain[39] < 0.002)
    let warm = factors(try Methods.schedule("cosine", ["warmup": .number(1)]), steps: 0..<40)
    let rise = (1...10).map { Double($0) / 10 }
    #expect(zip(warm, rise).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(warm[10] == 1)
    #expect(abs(warm[25] - 0.5) < 1e-12)
    let allWarm = factors(try Methods.schedule("cosine", ["warmup": .number(9)]), steps: 0..<60)
    #expect(abs(allWarm[59] - 40 / 90.0) < 1e-12)
  }

  @Test("a step multiplies the rate at whole epochs")
  func step() throws {
    let schedule = try Methods.schedule("step", ["every": .number(2), "factor": .number(0.5)])
    let all = factors(schedule, steps: 0..<40)
    #expect(all[..<20].allSatisfy { $0 == 1 })
    #expect(all[20...].allSatisfy { $0 == 0.5 })
    #expect(schedule.sourceText == "step(2, factor: 0.5)")
  }
}
