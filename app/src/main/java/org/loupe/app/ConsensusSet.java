package org.loupe.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.loupe.dataset.Annotation;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.dataset.LabeledSet;
import org.loupe.dataset.NativeSet;
import org.loupe.dataset.PixelSizeIndex;
import org.loupe.evaluate.Consensus;
import org.loupe.evaluate.EvaluationSettings;
import org.loupe.evaluate.Mark;
import org.loupe.evaluate.MarkSet;
import org.loupe.evaluate.MarkedMicrograph;

/** Writes what several people agree on as a labeled set. */
final class ConsensusSet {

  private final EvaluationSettings settings;
  private final Optional<Integer> votes;

  /**
   * @param votes people who must have marked a defect; empty for more than half
   */
  ConsensusSet(EvaluationSettings settings, Optional<Integer> votes) {
    this.settings = settings;
    this.votes = votes;
  }

  /**
   * Writes the micrographs that everybody looked at.
   *
   * @param micrographs with the labeled set's own annotations, which are one vote
   * @param labeled the same micrographs in the labeled set
   * @param sizes of its pixels
   * @throws IOException if the folder is not empty or cannot be written
   */
  void write(
      Path folder,
      List<MarkedMicrograph> micrographs,
      List<MarkSet> people,
      List<LabeledMicrograph> labeled,
      PixelSizeIndex sizes)
      throws IOException {
    Map<String, LabeledMicrograph> known = new HashMap<>();
    labeled.forEach(micrograph -> known.put(micrograph.name(), micrograph));
    Consensus consensus =
        new Consensus(
            settings.strict().minIou(),
            settings.strict().outline(),
            votes.orElse(Consensus.majority(people.size() + 1)));
    List<LabeledMicrograph> agreed = new ArrayList<>();
    for (MarkedMicrograph micrograph : micrographs) {
      if (people.stream().allMatch(p -> p.marks().containsKey(micrograph.name()))) {
        List<List<Mark>> marks = new ArrayList<>(List.of(micrograph.annotations()));
        people.forEach(person -> marks.add(person.of(micrograph.name())));
        agreed.add(
            Objects.requireNonNull(known.get(micrograph.name()))
                .with(consensus.of(marks).stream().map(ConsensusSet::annotation).toList()));
      }
    }
    NativeSet.write(new LabeledSet(folder, "consensus", agreed), sizes, folder);
  }

  private static Annotation annotation(Mark mark) {
    return new Annotation(mark.box(), mark.ellipse(), List.of(), mark.defectClass());
  }
}
