/* How long VLFeat's dense SIFT takes, on one thread.
 *   cc -O2 -o vlfeat_sift vlfeat_sift.c -lvl
 *   vlfeat_sift WIDTH HEIGHT IMAGES BIN STEP FLAT SECONDS < gray bytes > text
 * Prints the seconds of one pass over all images, a line for each pass, until SECONDS are over. FLAT is 1 for the fast
 * window. Reading the images, and making floats of their bytes, is not timed. */
#define _POSIX_C_SOURCE 199309L
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <vl/dsift.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 8) return 2;
  int w = atoi(argv[1]), h = atoi(argv[2]), n = atoi(argv[3]), i;
  double end = now() + atof(argv[7]), sum = 0;
  float *images = malloc(sizeof(float) * w * h * n);
  if (!images) return 1;
  for (i = 0; i < w * h * n; i++) {
    int c = getchar();
    if (c == EOF) return 1;
    images[i] = (float)c;
  }
  VlDsiftFilter *sift = vl_dsift_new_basic(w, h, atoi(argv[5]), atoi(argv[4]));
  vl_dsift_set_flat_window(sift, atoi(argv[6]));
  vl_dsift_set_window_size(sift, 1.5);
  do {
    double start = now();
    for (i = 0; i < n; i++) {
      vl_dsift_process(sift, images + (size_t)i * w * h);
      sum += vl_dsift_get_descriptors(sift)[0];
    }
    printf("%.9f\n", now() - start);
  } while (now() < end);
  vl_dsift_delete(sift);
  return sum == -1; /* or a compiler might leave the work out */
}
