package org.loupe.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.loupe.cascade.CascadeXml;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.ScanSettings;
import org.loupe.measure.MeasurementSettings;

/**
 * Everything that turns a micrograph into measured defects of one class.
 *
 * @param name what the tables and the provenance call the model
 * @param sha256 hash of the file the model came from, in hexadecimal
 * @param defectClass name of the class of the defects it finds
 * @param cascade the detector (Module I)
 * @param scan how the detector scans
 * @param measurement how defects are measured (Module III)
 */
public record ModelBundle(
    String name,
    String sha256,
    String defectClass,
    LbpCascade cascade,
    ScanSettings scan,
    MeasurementSettings measurement) {

  /** Name of the class when nobody gave one. */
  public static final String DEFAULT_CLASS = "defect";

  /**
   * Returns a model that is a cascade alone: nothing screens its candidates.
   *
   * @param file cascade in OpenCV's XML
   * @throws IOException if the file cannot be read or is not such a cascade
   */
  public static ModelBundle ofCascade(Path file, ScanSettings scan) throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IOException("no such file; check the path: " + file, e);
    }
    String name = Objects.toString(file.getFileName(), file.toString());
    return new ModelBundle(
        name,
        FileHash.sha256(content),
        DEFAULT_CLASS,
        CascadeXml.read(new ByteArrayInputStream(content), file.toString()),
        scan,
        MeasurementSettings.defaults());
  }

  /** Returns this model with another name for the class of its defects. */
  public ModelBundle withDefectClass(String other) {
    return new ModelBundle(name, sha256, other, cascade, scan, measurement);
  }

  /** Returns this model with another way to measure. */
  public ModelBundle withMeasurement(MeasurementSettings other) {
    return new ModelBundle(name, sha256, defectClass, cascade, scan, other);
  }
}
