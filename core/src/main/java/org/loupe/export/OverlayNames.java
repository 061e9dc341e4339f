package org.loupe.export;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of the overlays of one run: the image's name without its ending, or with it where it
 * would be another image's otherwise ({@code a.tif} beside {@code a.png}; {@code x#1.png} beside
 * the frames of {@code x.tif}). No two images have the same.
 */
public final class OverlayNames {

  /** Of files whose names keep their ending. */
  private final Set<String> whole = new HashSet<>();

  /** Makes the names for a run over the files with these names. */
  public OverlayNames(List<String> fileNames) {
    Set<String> distinct = new TreeSet<>(fileNames);
    boolean changed = true;
    while (changed) {
      Map<String, Integer> count = new HashMap<>();
      distinct.forEach(name -> count.merge(ofFile(name), 1, Integer::sum));
      changed = false;
      for (String name : distinct) {
        String chosen = ofFile(name);
        boolean taken =
            count.getOrDefault(chosen, 0) > 1
                || (isFrame(chosen) && count.containsKey(chosen.substring(0, frameAt(chosen))));
        if (taken && whole.add(name)) {
          changed = true;
        }
      }
    }
  }

  private String ofFile(String file) {
    return whole.contains(file) ? file : withoutEnding(file);
  }

  private static int frameAt(String name) {
    return name.lastIndexOf('#');
  }

  private static boolean isFrame(String name) {
    return frameAt(name) > 0 && name.substring(frameAt(name) + 1).matches("[0-9]+");
  }

  /**
   * Returns the overlay's path without its ending, with slashes.
   *
   * @param image name of the micrograph in the tables: a file's name, with {@code #frame} if the
   *     file has several
   */
  public String of(String image) {
    String file = isFrame(image) ? image.substring(0, frameAt(image)) : image;
    return ofFile(file) + image.substring(file.length());
  }

  private static String withoutEnding(String name) {
    int dot = name.lastIndexOf('.');
    return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
  }
}
