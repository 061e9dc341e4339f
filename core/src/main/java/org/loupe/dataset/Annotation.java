package org.loupe.dataset;

import org.loupe.geometry.Box;

/**
 * A person's mark of one defect.
 *
 * @param box in pixels of the micrograph, as the person or the file drew it
 */
public record Annotation(Box box) {}
