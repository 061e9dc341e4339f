package org.loupe.export;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of the overlays of one run: the image's name without its ending, or with it where two
 * images of one folder differ in nothing else.
 */
public final class OverlayNames {

  private final Map<String, Integer> count = new HashMap<>();

  /** Makes the names for a run over the files with these names. */
  public OverlayNames(List<String> fileNames) {
    for (String name : fileNames) {
      count.merge(withoutEnding(name), 1, Integer::sum);
    }
  }

  /**
   * Returns the overlay's path without its ending, with slashes.
   *
   * @param image name of the micrograph in the tables: a file's name, with {@code #frame} if the
   *     file has several
   */
  public String of(String image) {
    int frameAt = image.lastIndexOf('#');
    boolean isFrame = frameAt > 0 && image.substring(frameAt + 1).matches("[0-9]+");
    String file = isFrame ? image.substring(0, frameAt) : image;
    String frame = isFrame ? image.substring(frameAt) : "";
    String plain = withoutEnding(file);
    return (count.getOrDefault(plain, 0) > 1 ? file : plain) + frame;
  }

  private static String withoutEnding(String name) {
    int dot = name.lastIndexOf('.');
    return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
  }
}
