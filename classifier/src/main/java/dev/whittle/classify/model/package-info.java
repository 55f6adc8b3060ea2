/** Specs and fitted models outside the program: as JSON, and as files. */
package dev.whittle.classify.model;
