package org.loupe.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.io.InputFile;
import org.loupe.io.InputFinder;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.micrograph.Micrograph;
import picocli.CommandLine.Option;

/** The option for micrographs without defects, which every training takes. */
final class BackgroundOption {

  @Option(
      names = "--background",
      paramLabel = "INPUT",
      description =
          "Images, folders or patterns without any defect, for further negative examples. May be"
              + " given several times.")
  private List<String> inputs = List.of();

  /**
   * Returns the micrographs.
   *
   * @throws IOException if one cannot be read
   */
  List<LabeledMicrograph> micrographs() throws IOException {
    List<LabeledMicrograph> micrographs = new ArrayList<>();
    for (InputFile file : inputs.isEmpty() ? List.<InputFile>of() : InputFinder.find(inputs)) {
      if (file.problem().isPresent()) {
        throw new IOException(file.name() + ": " + file.problem().get());
      }
      try (MicrographFile open = MicrographReaders.open(file.path())) {
        Micrograph micrograph = open.frame(0);
        micrographs.add(
            new LabeledMicrograph(
                file.name(),
                file.path(),
                micrograph.image().width(),
                micrograph.image().height(),
                file.name(),
                LabeledMicrograph.Part.TRAINING,
                List.of()));
      }
    }
    return micrographs;
  }
}
