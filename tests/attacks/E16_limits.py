# E16: raises its own limits -> row_means crashed, Counter missing; earns 0
import resource


def row_means(x):
    for which in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
        try:
            resource.setrlimit(which, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        except (OSError, ValueError) as error:
            refused = error
        else:
            print("LOOT" * 2, which, flush=True)
    raise refused
