package org.loupe.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/**
 * Listens to what an image library only warns of: it returns half an image where data ends early.
 */
final class WarningCollector implements IIOReadWarningListener {

  private final List<String> warnings = new ArrayList<>();

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    if (warnings.size() < 100) {
      warnings.add(warning);
    }
  }

  /** Throws if a warning means that pixels are missing or wrong. */
  void refuseDamage(Path path) throws MicrographFormatException {
    for (String warning : warnings) {
      String lower = warning.toLowerCase(Locale.ROOT);
      if (lower.contains("premature")
          || lower.contains("corrupt")
          || lower.contains("truncated")
          || lower.contains("missing eoi")
          || lower.contains("unexpected end")) {
        throw new MicrographFormatException(
            path, "is cut short or damaged (" + warning + "); copy or export the micrograph again");
      }
    }
  }
}
