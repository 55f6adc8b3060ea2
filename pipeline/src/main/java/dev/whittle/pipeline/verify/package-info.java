/** Checks a results folder by making it again. */
package dev.whittle.pipeline.verify;
