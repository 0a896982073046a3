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
    #expect(all[0] == 1 || all.contains(1), "it never has the whole rate")
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

  @Test("a plateau is counted in whole epochs, and a later best begins anew")
  func plateau() throws {
    let schedule = try Methods.schedule(
      "plateau", ["patience": .number(1), "minimum": .number(0.02)])
    #expect(schedule.needsValidation)
    func factor(_ losses: [Double]) -> Double {
      schedule.factor(
        at: TrainingMoment(
          step: losses.count * 10, stepsPerEpoch: 10, epochs: 4, validationLosses: losses))
    }
    #expect(factor([]) == 1 && factor([2, 3]) == 1 && factor([2, 3, 1]) == 1)
    #expect(factor([2, 3, 3]) == 0.1 && factor([2, 3, 3, 4]) == 0.1)
    #expect(factor([2, 3, 3, 4, 4]) == 0.02)
    #expect(factor([.infinity, .infinity]) == 0.1)
    let warm = try Methods.schedule("warmup", ["epochs": .number(2), "then": .object(schedule)])
    #expect(warm.needsValidation)
    #expect(warm.sourceText == "warmup(2, then: plateau(patience: 1, minimum: 0.02))")
    let moment = TrainingMoment(
      step: 50, stepsPerEpoch: 10, epochs: 9, validationLosses: [9, 1, 2, 3, 3])
    #expect(warm.factor(at: moment) == 0.1)
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
