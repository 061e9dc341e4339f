package org.loupe.training.cascade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.model.FileHash;

/** What two trainings must share so that one may go on with the other's stages. */
final class TrainingFingerprint {

  private TrainingFingerprint() {}

  /** Returns a hash of the micrographs' contents, their annotations and the settings. */
  static String of(
      List<TrainingMicrograph> micrographs,
      List<LabeledMicrograph> validation,
      CascadeTrainingSettings settings)
      throws IOException {
    StringBuilder text = new StringBuilder();
    // a training may go on to more stages than were asked for at first, or to another choice of
    // them
    text.append(
        settings.toBuilder().maxStages(1).targetFalseAlarm(0).patience(1).minRecall(0).build());
    for (TrainingMicrograph micrograph : micrographs) {
      text.append('\n').append(FileHash.sha256(micrograph.file())).append(micrograph.targets());
    }
    for (LabeledMicrograph micrograph : validation) {
      text.append("\nvalidation ").append(FileHash.sha256(micrograph.file()));
      text.append(micrograph.annotations());
    }
    return FileHash.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
