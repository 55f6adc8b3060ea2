/* How long VLFeat's Dalal-Triggs HoG (8x8 cells, 9 unsigned bins) takes, on one thread.
 *   cc -O2 -o vlfeat_hog vlfeat_hog.c -lvl
 *   vlfeat_hog WIDTH HEIGHT IMAGES SHARED SECONDS < gray bytes > text
 * Prints the seconds of one pass over all images, a line for each pass, until SECONDS are over. SHARED is 1 to share votes between bins. Reading the images, and making floats
 * of their bytes, is not timed. */
#define _POSIX_C_SOURCE 199309L
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <vl/hog.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  vl_size w = atoi(argv[1]), h = atoi(argv[2]), n = atoi(argv[3]), i;
  double end = now() + atof(argv[5]), sum = 0;
  float *images = malloc(sizeof(float) * w * h * n), *values = NULL;
  if (!images) return 1;
  for (i = 0; i < w * h * n; i++) {
    int c = getchar();
    if (c == EOF) return 1;
    images[i] = (float)c;
  }
  VlHog *hog = vl_hog_new(VlHogVariantDalalTriggs, 9, VL_FALSE);
  vl_hog_set_use_bilinear_orientation_assignments(hog, atoi(argv[4]));
  do {
    double start = now();
    for (i = 0; i < n; i++) {
      vl_hog_put_image(hog, images + i * w * h, w, h, 1, 8);
      if (!values) {
        values = malloc(sizeof(float) * vl_hog_get_width(hog) * vl_hog_get_height(hog) * vl_hog_get_dimension(hog));
        if (!values) return 1;
      }
      vl_hog_extract(hog, values);
      sum += values[0];
    }
    printf("%.9f\n", now() - start);
  } while (now() < end);
  vl_hog_delete(hog);
  return sum == -1; /* or a compiler might leave the work out */
}
