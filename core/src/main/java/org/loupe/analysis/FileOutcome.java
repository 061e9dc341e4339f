package org.loupe.analysis;

import java.util.List;
import java.util.Optional;
import org.loupe.defect.MicrographOutcome;
import org.loupe.io.InputFile;

/**
 * What became of one file.
 *
 * @param file the file
 * @param sha256 hash of its content, in hexadecimal; empty if it could not be read
 * @param micrographs one for each frame, or a single failure
 */
public record FileOutcome(
    InputFile file, Optional<String> sha256, List<MicrographOutcome> micrographs) {

  public FileOutcome {
    micrographs = List.copyOf(micrographs);
  }
}
