package org.loupe.export.labels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what a format cannot hold. */
final class Losses {

  private final Map<String, Integer> counts = new LinkedHashMap<>();

  void add(String loss) {
    counts.merge(loss, 1, Integer::sum);
  }

  /** Returns each loss with how many labels it befell. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    counts.forEach((loss, count) -> sentences.add(count + " " + loss));
    return sentences;
  }
}
