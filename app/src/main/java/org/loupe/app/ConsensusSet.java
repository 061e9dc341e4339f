package org.loupe.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.loupe.evaluate.Consensus;
import org.loupe.evaluate.EvaluationSettings;
import org.loupe.evaluate.Mark;
import org.loupe.evaluate.MarkSet;
import org.loupe.evaluate.MarkedMicrograph;

/** Writes what several people agree on as a labeled set. */
final class ConsensusSet {

  private static final String CLASS = "defect";

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
   * @param files of the micrographs, by their names
   * @throws IOException if the folder is not empty or cannot be written
   */
  void write(
      Path folder,
      List<MarkedMicrograph> micrographs,
      List<MarkSet> people,
      Map<String, Path> files)
      throws IOException {
    checkEmpty(folder);
    Consensus consensus =
        new Consensus(
            settings.strict().minIou(),
            settings.strict().outline(),
            votes.orElse(Consensus.majority(people.size() + 1)));
    NativeLabels labels =
        new NativeLabels(
            "consensus of " + (people.size() + 1) + " people, votes " + consensus.minVotes());
    for (MarkedMicrograph micrograph : micrographs) {
      if (people.stream().allMatch(p -> p.marks().containsKey(micrograph.name()))) {
        List<List<Mark>> marks = new ArrayList<>(List.of(micrograph.annotations()));
        people.forEach(person -> marks.add(person.of(micrograph.name())));
        String name = withoutImages(micrograph.name());
        Path copy = folder.resolve("images").resolve(name);
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(Objects.requireNonNull(files.get(micrograph.name())), copy);
        labels.addMicrograph(name, micrograph.widthPx(), micrograph.heightPx());
        consensus.of(marks).forEach(mark -> labels.add(mark, CLASS));
      }
    }
    labels.write(folder);
  }

  private static void checkEmpty(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          throw new IOException(folder + ": is not empty; choose another folder");
        }
      }
    }
    Files.createDirectories(folder.resolve("images"));
  }

  private static String withoutImages(String name) {
    for (String folder : List.of("images/", "imgs/")) {
      if (name.startsWith(folder)) {
        return name.substring(folder.length());
      }
    }
    return name;
  }
}
