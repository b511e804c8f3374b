"""Makes System V objects, which outlive their maker: shared memory, a queue, a semaphore."""
import ctypes

IPC_PRIVATE, IPC_RMID, NEW = 0, 0, 0o1600
libc = ctypes.CDLL(None)
if (number := libc.shmget(IPC_PRIVATE, ctypes.c_size_t(4096), NEW)) >= 0:
    libc.shmctl(number, IPC_RMID, None)
    LOOT.append("shared memory")
if (number := libc.msgget(IPC_PRIVATE, NEW)) >= 0:
    libc.msgctl(number, IPC_RMID, None)
    LOOT.append("queue")
if (number := libc.semget(IPC_PRIVATE, 1, NEW)) >= 0:
    libc.semctl(number, 0, IPC_RMID)
    LOOT.append("semaphore")
