/**
 * The model of a defect class: the cascade, the settings it runs with, and where they came from.
 */
@NullMarked
package org.loupe.model;

import org.jspecify.annotations.NullMarked;
