package org.loupe.app;

import java.util.Collection;
import java.util.Optional;

/** The word that a person may have meant. */
final class Suggestion {

  private Suggestion() {}

  /** Returns "; did you mean X?" for the nearest of {@code words}; empty if none is near. */
  static String of(String word, Collection<String> words) {
    return nearest(word, words).map(near -> "; did you mean " + near + "?").orElse("");
  }

  static Optional<String> nearest(String word, Collection<String> words) {
    Optional<String> nearest = Optional.empty();
    int fewest = Math.max(2, word.length() / 3) + 1;
    for (String other : words) {
      int edits = edits(word, other);
      if (edits < fewest) {
        fewest = edits;
        nearest = Optional.of(other);
      }
    }
    return nearest;
  }

  /** The number of letters to add, remove or change (Levenshtein 1966). */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
