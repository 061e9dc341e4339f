package org.loupe.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The images of a labeled set by whatever others call them: by their path below the set, by the
 * file name, or by that without its ending.
 */
final class ImageNames {

  private final List<Map<String, List<String>>> tries = new ArrayList<>();

  ImageNames(Collection<String> names) {
    Map<String, List<String>> whole = new HashMap<>();
    Map<String, List<String>> files = new HashMap<>();
    Map<String, List<String>> stems = new HashMap<>();
    for (String name : names) {
      add(whole, name, name);
      add(files, fileName(name), name);
      add(stems, stem(name), name);
    }
    tries.addAll(List.of(whole, files, stems));
  }

  private static void add(Map<String, List<String>> map, String key, String name) {
    map.computeIfAbsent(key, k -> new ArrayList<>()).add(name);
  }

  /**
   * Returns the set's name of an image; empty if the set has none like it.
   *
   * @throws IllegalArgumentException if it may be any of several
   */
  Optional<String> find(String other) {
    String path = other.replace('\\', '/');
    // without its ending a name may still have a dot: 0.5dpa_01
    List<String> keys = List.of(path, fileName(path), fileName(path), stem(path));
    for (int i = 0; i < keys.size(); i++) {
      List<String> found =
          tries.get(Math.min(i, tries.size() - 1)).getOrDefault(keys.get(i), List.of());
      if (found.size() > 1) {
        throw new IllegalArgumentException(
            "\"" + other + "\" may be any of " + found + "; write the folder with it");
      }
      if (!found.isEmpty()) {
        return Optional.of(found.get(0));
      }
    }
    return Optional.empty();
  }

  private static String fileName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static String stem(String name) {
    String file = fileName(name);
    return file.lastIndexOf('.') > 0 ? file.substring(0, file.lastIndexOf('.')) : file;
  }
}
