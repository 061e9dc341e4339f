package org.loupe.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.loupe.analysis.DrawnMark;
import org.loupe.analysis.MarkSource;
import org.loupe.dataset.Annotation;
import org.loupe.dataset.RevisedLabels;
import org.loupe.io.InputFile;
import org.loupe.model.FileHash;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that gives a person's labels, which take the place of what the machine finds. */
final class LabelsOption {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--labels",
      paramLabel = "LABELS",
      description =
          "Labels that a person drew or corrected: an ImageJ ROI zip, a COCO file or a folder of"
              + " them, such as --export writes. They take the place of what the model finds in the"
              + " images that they name, and are measured as that is; a label that the model finds"
              + " as well keeps its row, with origin machine.")
  private @Nullable Path labels;

  /**
   * A person's labels.
   *
   * @param path as it was given
   * @param sha256 hash of all their files, in hexadecimal
   * @param source of the marks
   */
  record Given(Path path, String sha256, MarkSource source) {}

  /**
   * Opens the labels of the micrographs; nothing if there are none.
   *
   * @param out folder of the results, where the labels may not lie
   */
  Optional<Given> open(List<InputFile> micrographs, Path out) throws IOException {
    if (labels == null) {
      return Optional.empty();
    }
    if (labels.toAbsolutePath().normalize().startsWith(out.toAbsolutePath().normalize())) {
      throw new ParameterException(
          spec.commandLine(),
          "--labels "
              + labels
              + " lies in --out, whose exports would replace it; choose another --out: the first"
              + " results stay beside the corrected ones");
    }
    RevisedLabels revised = RevisedLabels.open(labels, micrographs);
    StringBuilder hashes = new StringBuilder();
    for (Path file : revised.files()) {
      hashes.append(file.getFileName()).append(' ').append(FileHash.sha256(file)).append('\n');
    }
    return Optional.of(
        new Given(
            labels,
            FileHash.sha256(hashes.toString().getBytes(StandardCharsets.UTF_8)),
            (image, width, height) ->
                revised
                    .of(image, width, height)
                    .map(all -> all.stream().map(LabelsOption::mark).toList())));
  }

  private static DrawnMark mark(Annotation label) {
    return new DrawnMark(label.box(), label.ellipse(), label.outline(), label.defectClass());
  }
}
