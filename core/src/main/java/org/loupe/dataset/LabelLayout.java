package org.loupe.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A known way to lay out a labeled set in a folder. */
interface LabelLayout {

  /** A micrograph's file and its labels. */
  record Entry(Path file, Labels labels) {}

  /** The marks that a file of labels holds for one micrograph. */
  @FunctionalInterface
  interface Labels {
    List<Annotation> read(MicrographBounds bounds) throws IOException;
  }

  /** Returns the layout, in words. */
  String name();

  /** Returns the labeled micrographs below {@code folder}; none if it is not laid out like this. */
  List<Entry> entries(Path folder) throws IOException;

  /** Returns the names of the classes in the order of their numbers; none if there is no list. */
  default List<String> classes(Path folder) throws IOException {
    return List.of();
  }
}
