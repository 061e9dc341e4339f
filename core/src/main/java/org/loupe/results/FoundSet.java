package org.loupe.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.loupe.evaluate.Mark;

/**
 * What was found in each image, by the names of a labeled set.
 *
 * @param source kind of files it was read from, in words
 * @param marks of each image that is known to have been looked at
 * @param coverage what an image means that is not among them
 * @param elapsedMs time of each image, where the files tell it
 */
public record FoundSet(
    String source,
    Map<String, List<Mark>> marks,
    Coverage coverage,
    Map<String, Double> elapsedMs) {

  /** What it means that an image is not named. */
  public enum Coverage {
    /** It was not looked at, or failed. */
    ALL_IMAGES_ARE_NAMED,
    /** Nothing was found in it, or it was not looked at: the files do not tell. */
    ONLY_IMAGES_WITH_MARKS
  }

  public FoundSet {
    Map<String, List<Mark>> copy = new LinkedHashMap<>();
    marks.forEach((image, list) -> copy.put(image, List.copyOf(list)));
    marks = java.util.Collections.unmodifiableMap(copy);
    elapsedMs = Map.copyOf(elapsedMs);
  }
}
