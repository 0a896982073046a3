import TandemCatalog

extension TrainingLoop {
  /// Keeps what a method says in a step, each thing once.
  func note(_ notes: [MethodNote], by method: any CatalogMethod) {
    let name = type(of: method).descriptor.name
    for note in notes {
      let isKnown = state.notes.contains { $0.note == note && $0.method == name }
      if !isKnown { state.notes.append(RunNote(note: note, method: name, step: state.step + 1)) }
    }
  }

  /// Says so where methods cannot do what they are for: nothing that is trained is shared, or what is
  /// shared is applied to rows of each task's own.
  func noteWhatIsShared() {
    let choice = settings.weighting
    guard settings.tasks.count > 1 else { return }
    let looking =
      [
        choice.weighting.flatMap { $0.needs.looksAtGradients ? ($0, $0.site) : nil },
        choice.gradientMethod.map { ($0, $0.site) },
      ] as [(method: any CatalogMethod, site: GradientSite)?]
    for (method, site) in looking.compactMap(\.self) {
      if model.sharedCount == 0 {
        note([MethodNote(finding: .nothingShared, response: .tookSum)], by: method)
      } else if site == .representation, preparation.groups.count > 1 {
        note([MethodNote(finding: .separateRows, response: .sawNoConflict)], by: method)
      }
    }
  }
}
