package org.loupe.app.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A format of figures. */
public enum FigureFormat {
  /** Vectors, to be edited and scaled. */
  SVG {
    @Override
    void write(Figure figure, OutputStream out) throws IOException {
      figure.writeSvg(out);
    }
  },
  /** Pixels, 600 an inch. */
  PNG {
    @Override
    void write(Figure figure, OutputStream out) throws IOException {
      figure.writePng(out);
    }
  };

  abstract void write(Figure figure, OutputStream out) throws IOException;

  /** Returns the name on the command line, which is the ending of its files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the names of all. */
  public static List<String> words() {
    return Arrays.stream(values()).map(FigureFormat::word).toList();
  }

  /** Returns the format of this name; empty if there is none. */
  public static Optional<FigureFormat> of(String word) {
    return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
  }
}
