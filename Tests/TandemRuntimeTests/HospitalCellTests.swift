import TestSupport
import Testing

/// Tasks in data sets of their own, out of a file that people have: empty cells, truths, categories.
@Suite("Cells on the four hospitals") struct HospitalCellTests {
  @Test("each hospital is a task with rows of its own", .needsShared("data/medical_small"))
  func comparison() {
    let path = TestFolders.shared("data/medical_small/heart_disease_uci.csv")
    let shown = onEvaluationThread {
      let notebook = Notebook(
        """
        data heart = csv("\(path)")
        let sick = heart.num > 0
        let hospital = (heart.dataset == "Hungary") + 2 * (heart.dataset == "Switzerland") +
            3 * (heart.dataset == "VA Long Beach")
        data patients = heart.with(sick: sick)
            .inputs(["age", "sex", "cp", "chol", "fbs", "restecg", "thalch", "exang", "oldpeak"])
            .split(train: 0.5, validation: 0.2, test: 0.3, stratify: 2 * hospital + sick)
        let of(name = "Cleveland") = patients.where(patients.dataset == name)
        task cleveland = classify(of("Cleveland").sick)
        task hungary = classify(of("Hungary").sick)
        task switzerland = classify(of("Switzerland").sick)
        task long_beach = classify(of("VA Long Beach").sick)
        let hospitals = [cleveland, hungary, switzerland, long_beach]
        """)
      // Switzerland's training part lacks a level that the others have: one network takes all the same.
      return notebook.run(
        """
        let run = train(hard { encoder: dense(16) -> relu }, hospitals, epochs: 40, seed: 1)
        let alone = compare(hard { encoder: dense(4) -> relu }, hospitals, epochs: 1, seeds: [1])
        [run.test.cleveland.accuracy > 0.7, run.test.hungary.accuracy > 0.7, of("Switzerland").sick.sum]
        """)
    }
    #expect(shown == "[true, true, 115]")
  }
}
