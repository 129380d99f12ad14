"""Windows line ends (CRLF), indented with tabs, trailing spaces, a form feed, no newline at the end."""
import numpy as np

def softmax(z):
	z=np.asarray(z,dtype=float)   
	if z.ndim==1:
		a=np.exp(z-z.max())
		return a/a.sum()
	else:
		a=np.exp(z-z.max(1).reshape(-1,1))
		return a/a.sum(1).reshape(-1,1)

def log_softmax(z):
	z=np.asarray(z,dtype=float)
	if z.ndim==1:
		a=z-z.max()
		return a-np.log(np.exp(a).sum())
	else:
		a=z-z.max(1).reshape(-1,1)
		return a-np.log(np.exp(a).sum(1).reshape(-1,1))

def one_hot(y,num_classes):
	a=np.zeros((len(y),num_classes))
	for i in range(len(y)):
		a[i,y[i]]=1
	return a

def cross_entropy(y_hat,y):
	s=0
	for i in range(len(y_hat)):
		if np.ndim(y)==1:
			s=s-np.log(y_hat[i,y[i]]+1e-15)
		else:
			for j in range(y_hat.shape[1]):
				if y[i,j]==1:
					s=s-np.log(y_hat[i,j]+1e-15)
	return s/len(y_hat)

def compute_gradient(X,y,y_hat):
	return X.T@(y_hat-y)\
		/len(X)

def predict(X,theta):
	return softmax(X@theta)

def predict_classes(X,theta):
	return np.argmax(predict(X,theta),axis=1)

def update_theta(theta,gradient,lr):
	return theta-lr*gradient

def compute_accuracy(X,y,theta):
	return np.mean(predict_classes(X,theta)==np.argmax(y,axis=1))

def loss_and_gradient(theta,X,y,reg):
	p=predict(X,theta)
	return cross_entropy(p,y)+reg*(theta**2).sum(),compute_gradient(X,one_hot(y,theta.shape[1]),p)+2*reg*theta

class SoftmaxRegression:
	'''
	nhiều dòng
		thụt vào bằng tab
	'''
	def __init__(self,n_features,n_classes,lr=0.1,reg=0.0,seed=0):
		self.W=np.zeros((n_features,n_classes)); self.b=np.zeros(n_classes)
		self.lr=lr; self.reg=reg; self.seed=seed; self.history=[]
	def forward(self,X):
		return softmax(X@self.W+self.b)
	def compute_loss(self,y_hat,y):
		return cross_entropy(y_hat,y)+self.reg*(self.W**2).sum()
	def backward(self,X,y_hat,y):
		d=(y_hat-one_hot(y,len(self.b)))/len(X)
		return X.T@d+2*self.reg*self.W,d.sum(0)
	def fit(self,X,y,epochs=100,batch_size=None):
		r=np.random.RandomState(self.seed)
		n=len(X)
		if not batch_size: batch_size=n
		for e in range(epochs):
			o=r.permutation(n); s=0; c=0
			for i in range(0,n,batch_size):
				j=o[i:i+batch_size]
				p=self.forward(X[j])
				s+=self.compute_loss(p,y[j]); c+=1
				dW,db=self.backward(X[j],p,y[j])
				self.W=self.W-self.lr*dW
				self.b=self.b-self.lr*db
			self.history.append(s/c)
		return self
	def predict_proba(self,X):
		return self.forward(X)
	def predict(self,X):
		return np.argmax(self.forward(X),axis=1)