// What js-libp2p takes for granted and Node 20 does not have yet.
import { WebSocket } from 'ws'

globalThis.WebSocket ??= WebSocket
Promise.withResolvers ??= function () {
  const deferred = {}
  deferred.promise = new this((resolve, reject) => Object.assign(deferred, { resolve, reject }))
  return deferred
}
